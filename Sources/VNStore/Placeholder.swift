// VNStore
