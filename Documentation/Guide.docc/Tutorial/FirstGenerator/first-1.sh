mkdir -p first/Sources/first
cd first
touch Package.swift Sources/first/main.swift
