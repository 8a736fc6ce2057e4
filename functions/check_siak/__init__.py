from menwa import starting

starting.quietly()
