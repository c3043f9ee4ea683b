"""Sites, their spaces as a tree, features, rules of use, hours. FAC-01..03, 05, 07, 08, 10, 12, 13, 16..19, 24, 29."""
