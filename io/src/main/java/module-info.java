/** The only module with native access: event loop, TUN device, capture files, what the operating system knows. */
module dev.weir.io {
    requires transitive dev.weir.core;

    exports dev.weir.io;
    exports dev.weir.io.os;
    exports dev.weir.io.probe;
}
