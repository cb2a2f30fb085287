// VNModel
