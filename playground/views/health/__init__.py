"""Health: what layers weigh, hand on and are told, so that one sees where training stalls."""
