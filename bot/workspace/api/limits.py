"""Slack's deadlines, sizes and lengths.

Source: docs.slack.dev, the reference pages of the methods and of Block Kit. Figures that Slack does not
publish are marked (?). How often an app may call stands in `state/rates.py`.
"""

ACK_SECONDS = 3.0
TRIGGER_SECONDS = 3.0
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60.0
EVENT_RETRY_SECONDS = (0.0, 60.0, 300.0)
SOCKETS_PER_APP = 10

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_BLOCKS_TEXT = 13_200  # (?) all the text in a message's blocks
POSTED_TEXT = 40_000  # Slack cuts what is longer; here it is refused, so that it is noticed
UPDATED_TEXT = 4_000
MARKDOWN_TEXT = 12_000
VIEW_BYTES = 250_000
VIEW_STACK = 3
CHANNEL_NAME = 80
TOPIC = 250
INVITED_AT_ONCE = 100
REACTIONS_PER_PERSON = 23  # (?) on one message
REACTIONS_PER_MESSAGE = 50  # (?) different ones on one message
METADATA_BYTES = 8_000  # (?)
CANVAS_BYTES = 1 << 20  # of Markdown, in one call
CANVAS_TABLE_CELLS = 300
FILE_BYTES = 20_000_000  # what a person may share here; Slack takes a gigabyte
USERS_SHOWN_PER_REACTION = 50  # (?) in reactions.get without `full`, and in messages
