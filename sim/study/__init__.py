"""Floor 5: experiments over replications and arms, their estimates and their results on disk."""
