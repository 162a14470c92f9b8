"""official_form"""
