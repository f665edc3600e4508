package dev.weir.cli.port;

import dev.weir.cli.console.JsonOutput;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Writes {@code docs/json/port.schema.json}. */
final class PortJson {
    private static final int SCHEMA_VERSION = 1;

    private PortJson() {}

    static void write(PortState state, PrintWriter out) {
        JsonOutput.object(out, json -> {
            head(json);
            json.writeNumberProperty("port", state.port());
            json.writeStringProperty("class", PortClass.of(state.port()).text());
            services(json, state.services());
            json.writeBooleanProperty("available", state.isAvailable());
            json.writeBooleanProperty("ipv4_free", state.ipv4Free());
            json.writeBooleanProperty("ipv6_free", state.ipv6Free());
            json.writeBooleanProperty("may_bind", state.policy().mayBind(state.port()));
            json.writeBooleanProperty("ephemeral", state.policy().isEphemeral(state.port()));
            json.writeNumberProperty("outgoing_connections", state.outgoing());
            json.writeNumberProperty("time_wait_connections", state.timeWait());
            listeners(json, state.listeners());
            json.writeArrayPropertyStart("suggestions");
            state.suggestions().forEach(json::writeNumber);
            json.writeEndArray();
        });
    }

    static void write(List<Holder> listeners, PrintWriter out) {
        JsonOutput.object(out, json -> {
            head(json);
            listeners(json, listeners);
        });
    }

    private static void head(JsonGenerator json) {
        json.writeStringProperty("command", "port");
        json.writeNumberProperty("schema_version", SCHEMA_VERSION);
    }

    private static void services(JsonGenerator json, List<Services.Service> services) {
        json.writeArrayPropertyStart("services");
        for (var service : services) {
            json.writeStartObject();
            json.writeStringProperty("name", service.name());
            json.writeArrayPropertyStart("protocols");
            service.protocols().forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("description", service.description());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void listeners(JsonGenerator json, List<Holder> listeners) {
        json.writeArrayPropertyStart("listeners");
        for (var holder : listeners) {
            var socket = holder.socket();
            json.writeStartObject();
            json.writeStringProperty("address", socket.local().toString());
            json.writeNumberProperty("port", socket.localPort());
            json.writeStringProperty("reach", Reach.of(socket.local()).name().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("accept_queue", socket.receiveQueue());
            json.writeNumberProperty("backlog", socket.sendQueue());
            json.writeStringProperty("owner", holder.owner());
            holder.user().ifPresent(user -> {
                json.writeStringProperty("process", user.command());
                user.pid().ifPresent(pid -> json.writeNumberProperty("pid", pid));
            });
            holder.processStarted().ifPresent(at -> json.writeStringProperty("process_started", at.toString()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
