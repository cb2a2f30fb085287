// VNWire
