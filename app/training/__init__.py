"""Training: the weights of ranker, confidence and topic, learned from the tune split of our own test set."""
