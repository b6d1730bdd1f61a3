"""Pictures, clips and sounds that a request brings: layers of depth, motion, roles."""
