"""Answers to "may this actor …?", one module per noun, such as policies.application."""
