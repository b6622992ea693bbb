print("good day")
