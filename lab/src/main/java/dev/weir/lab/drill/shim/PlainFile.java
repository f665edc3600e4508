package dev.weir.lab.drill.shim;

/** A file that {@code open} names. It is never empty: how much a script put into it was a command of a shell. */
final class PlainFile extends OpenFile {
    @Override
    int readiness() {
        return Constants.POLLIN | Constants.POLLRDNORM | Constants.POLLOUT | Constants.POLLWRNORM;
    }

    @Override
    long activity() {
        return 0;
    }
}
