"""The pack's guide for facilitators, which nobody else may read."""
