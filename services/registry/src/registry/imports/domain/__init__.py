"""How foreign rows become ours. Pure.

`reading` files of unknown making · `cleaning` their texts · `taking` rows · `incoming` what a row says · `matching` who is meant ·
`provenance` whom to believe · `planning` what an import would do, row by row.
"""
