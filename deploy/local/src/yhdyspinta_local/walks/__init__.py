"""Walks: whole stories of the county, driven through the gateway as the personas, each step held against what must come of it.

`begun` the list of all walks, and how one begins · `walking` step after step · `story` what each has from its beginning · `asking` a
persona asks · `checks` what was expected and what came · `surroundings` what a walk meets besides the gateway: the clock, the mail sink, a
receiver of webhooks · `timeline` what a person sees · `roles`, `addresses`, `webhooks` what several walks do · `grant` from call to served
decision · `meeting` a meeting and its room · `ending` a dissolution and a merger, each taken back · `newcomer` who reads Kafka alone.

All that a walk makes is marked as demonstration (esimerkkiaineisto): where grounds are taken they say so, and addresses end in `.invalid`.
"""
