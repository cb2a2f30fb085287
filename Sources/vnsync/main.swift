print("vnsync")
