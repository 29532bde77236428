"""What is made of the documents: pages from the program (`make docs`), samples from what commands print (`make samples`)."""
