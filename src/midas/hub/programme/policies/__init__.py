"""Answers to "may this actor …?", one module per noun: policies.application, policies.call, …"""
