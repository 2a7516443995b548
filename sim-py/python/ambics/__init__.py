"""Ambulance demand and operations for England's 11 ambulance services across the Integrated Care Systems."""
