"""The game's clock: phase cards, cues, changes of time, the timetable, the controls."""
