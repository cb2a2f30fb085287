// VNText
