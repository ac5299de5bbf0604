"""The words of instructions: a small grammar per task type, and what goes into its slots."""
