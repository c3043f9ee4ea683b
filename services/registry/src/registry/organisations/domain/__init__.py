"""The rules of organisations, by subject. Pure: they see rows through protocols, assign nothing, return values.

`kinds` the words that sort them · `identifiers` · `names` with history and what a name tells · `profile` register, update, area ·
`lifecycle` states, pause, merge and back · `dissolution` · `nonprofit` · `sote` · `workforce` · `statistics`.
"""
