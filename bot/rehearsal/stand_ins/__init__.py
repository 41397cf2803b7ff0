"""People who play by what they read on cards.

They know the labels of Moot's cards, and nothing else of the bot.
"""
