"""Block Kit without any topic: messages, forms, fields, pages, phrases, names that travel through Slack."""
