"""Where work is done: on this machine in a supervised process, or elsewhere behind the same events."""
