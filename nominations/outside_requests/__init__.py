"""outside_requests"""
