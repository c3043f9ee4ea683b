"""Applications, from draft to decision: joint ones, completion, withdrawal."""
