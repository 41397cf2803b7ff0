"""Creating a game, and the card that leads its facilitators from then on."""
