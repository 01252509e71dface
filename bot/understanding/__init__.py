"""What a message asks for. Pure: text and a little context in, an Intent out."""
