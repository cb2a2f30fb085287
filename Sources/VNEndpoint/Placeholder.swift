// VNEndpoint
