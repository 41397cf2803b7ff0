"""Who may create games in a workspace, and where: asked when somebody wants to, and chosen by its admins."""
