"""What a party gets in hand (päätösasiakirja): one pure function each, values -> HTML.

The master is HTML in Finnish, the language of the county. It is made once, when the matter is decided, and kept as it is.
"""
