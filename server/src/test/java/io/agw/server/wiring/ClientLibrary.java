package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tests of a vendor's client library share one set of vendors, which must never see a request that
/// they would refuse.
///
/// @param <C> the library's client
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientLibrary<C> {
    PlayedVendors vendors;
    C client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        vendors = new PlayedVendors(folder);
        client = connect();
    }

    @AfterAll
    void stop() throws IOException {
        disconnect(client);
        vendors.close();
    }

    @AfterEach
    void noVendorHasSeenAMalformedRequest() {
        assertThat(vendors.faults()).isEmpty();
    }

    /// A client of the vendors.
    abstract C connect();

    abstract void disconnect(C client);
}
