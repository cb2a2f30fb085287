// VNSync
