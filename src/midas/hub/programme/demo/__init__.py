"""Made-up cases driven through the same verbs that people use: the demonstration and the journey."""
