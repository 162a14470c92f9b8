"""pdf_repairs"""
