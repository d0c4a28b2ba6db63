#include "api/upload.hpp"

#include <gtest/gtest.h>

namespace lissom::api {
namespace {

TEST(UploadTest, AFileNameIsTheLastSegmentOfWhatWasSent)
{
    EXPECT_EQ(safe_file_name("cv.pdf"), "cv.pdf");
    EXPECT_EQ(safe_file_name("/home/me/cv.pdf"), "cv.pdf");
    EXPECT_EQ(safe_file_name("C:\\Users\\me\\cv.pdf"), "cv.pdf");
    EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(safe_file_name("blob"), "blob");
    EXPECT_EQ(safe_file_name("Lebenslauf Müller.pdf"), "Lebenslauf Müller.pdf");
}

TEST(UploadTest, AFileNameHasNothingThatHidesOrBreaksLines)
{
    EXPECT_EQ(safe_file_name(".bashrc"), "bashrc");
    EXPECT_EQ(safe_file_name("..hidden"), "hidden");
    EXPECT_EQ(safe_file_name("a\r\nb.txt"), "ab.txt");
    EXPECT_EQ(safe_file_name(std::string_view("cv\0.pdf", 7)), "cv.pdf");
    EXPECT_EQ(safe_file_name("name. . "), "name");
}

TEST(UploadTest, WhatLeavesNoNameIsRefused)
{
    for (const auto* sent : {"", "/", "..", "...", " ", "a/", "\x01\x02"})
        EXPECT_EQ(safe_file_name(sent), "") << sent;
}

TEST(UploadTest, ALongNameKeepsItsEndingAndItsCharacters)
{
    std::string long_name;
    for (int i = 0; i < 200; i++) long_name += "ü";

    auto name = safe_file_name(long_name + ".tar.gz");

    EXPECT_LE(name.size(), 255u);
    EXPECT_TRUE(name.ends_with(".gz"));
    auto before_the_ending = name.substr(0, name.size() - 3);
    EXPECT_EQ(static_cast<unsigned char>(before_the_ending.back()), 0xBC) << "cut within a character";
}

net::Request form(std::string body)
{
    net::Request request;
    request.headers["Content-Type"] = "multipart/form-data; boundary=X";
    request.body = std::move(body);
    return request;
}

TEST(UploadTest, AFormIsReadInTheSpellingsOfAllClients)
{
    auto now = form_from(
        form("--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cv.pdf\"\r\n\r\nPDF\r\n"
             "--X\r\nContent-Disposition: form-data; name=\"file_purpose\"\r\n\r\nResume\r\n--X--\r\n")
    );
    auto before = form_from(form(
        "--X\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nResume\r\n"
        "--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\ncv.pdf\r\n"
        "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\n\r\nPDF\r\n--X--\r\n"
    ));

    for (const auto& each : {now, before}) {
        ASSERT_TRUE(each) << each.error().message;
        EXPECT_EQ(each->file.file_name, "cv.pdf");
        EXPECT_EQ(each->file.body, "PDF");
        EXPECT_EQ(each->purpose, "Resume");
    }
}

TEST(UploadTest, AFormWithoutAFileOrWithALongPurposeIsRefused)
{
    auto without =
        form_from(form("--X\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--X--\r\n"));
    auto wordy = form_from(form(
        "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n"
        "--X\r\nContent-Disposition: form-data; name=\"file_purpose\"\r\n\r\n" +
        std::string(65, 'x') + "\r\n--X--\r\n"
    ));
    auto unnamed = form_from(
        form("--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"..\"\r\n\r\nx\r\n--X--\r\n")
    );

    EXPECT_NE(without.error().message.find("\"file\""), std::string::npos);
    EXPECT_NE(wordy.error().message.find("64"), std::string::npos);
    EXPECT_NE(unnamed.error().message.find("file name"), std::string::npos);
}

}  // namespace
}  // namespace lissom::api
