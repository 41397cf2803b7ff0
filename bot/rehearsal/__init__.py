"""A local workspace that speaks Slack's Web API and Socket Mode; README.md is its contract."""
