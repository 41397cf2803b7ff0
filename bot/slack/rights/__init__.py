"""Who may create games in a workspace, and where: checked for each new game, and chosen by the admins."""
