package dev.weir.cli.network;

import picocli.CommandLine.Option;

/** Whose TCP, and where it is to be found. */
public final class ViaOptions {
    @Option(names = "--via", paramLabel = "os|tun[:NAME]", defaultValue = "os", converter = Via.Converter.class,
            description = "Whose TCP: the operating system's (os, the default), or Weir's own over a TUN device.")
    private Via via;

    public Via via() {
        return via;
    }

    /** Ready to make sockets. */
    public Network open() {
        return new OsNetwork();
    }
}
