"""Made-up cases driven through the verbs that people use: the demonstration and the journey."""
