"""nominations"""
