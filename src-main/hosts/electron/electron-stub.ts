// Stands for electron in tests that forgot `vi.mock('electron')`: the real package would try to download its binary.
throw new Error("A module imported electron in a test without vi.mock('electron').");

export {};
