// VNSyncHTTP
