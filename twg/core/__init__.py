"""What every capability stands on: who acts, what they may, whom it concerns, what is written down."""
