print("vnsyncd")
