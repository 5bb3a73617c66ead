"""How a sentence fits a question: what it holds of it, whose deed it tells, what it counts."""
