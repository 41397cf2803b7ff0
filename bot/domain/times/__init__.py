"""Times. `moments`, `lengths`, `zones` and `reading` take what people write, `writing` puts it in words;
`working_time` is how a game counts.

`planning` makes a game's working time of what its facilitator wishes, and `holidays` knows the days off. No
clock is read here. Slack's markup for moments is in bot/slack/blocks/phrases.py.
"""
