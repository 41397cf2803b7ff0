"""Who comes, goes or changes in the workspace, as Slack's events tell it."""
