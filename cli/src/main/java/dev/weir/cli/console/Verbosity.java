package dev.weir.cli.console;

import picocli.CommandLine.Option;

/** {@code -v}, {@code -q} and {@code -h}. */
public final class Verbosity {
    @Option(names = {"-v", "--verbose"}, description = "Tell each step.")
    private boolean verbose;

    @Option(names = {"-q", "--quiet"}, description = "Tell nothing but errors: neither first line nor summary.")
    private boolean quiet;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    /** What the options ask for; the later one of both is not known, so quiet wins. */
    public Log log(Stdio stdio) {
        return new Log(stdio.err(), quiet ? Log.Level.QUIET : verbose ? Log.Level.VERBOSE : Log.Level.NORMAL);
    }
}
