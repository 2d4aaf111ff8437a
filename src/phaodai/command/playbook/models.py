"""The playbook keeps no state of its own: deliveries live in core.events."""
