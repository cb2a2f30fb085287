// VNCompression
